"""The grid as a picture file: `picture` says how, `tiles` paint, `png_file` writes in strips."""
