"""A folder's photos, and their pixels.

`scan` finds the photos, by the endings that `formats` knows; `decode` reads one photo's
pixels, upright, in sRGB (`colour`) and no larger than wished (`shrink`).
"""
