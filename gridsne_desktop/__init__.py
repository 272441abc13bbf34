"""gridsne-desktop: all photos of a folder at once, similar ones side by side."""

import os

# Nothing leaves this computer: onnxruntime sends telemetry unless this is set before it is loaded,
# so it is set before anything of ours is.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
