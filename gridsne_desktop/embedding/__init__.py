"""Pixels → vectors: photos that look alike get vectors that point the same way.

`models` has the built-in ones, `catalogue` those that can be downloaded, and `shelf` all that can
be used now: with those that `adding` takes in, after their `inspection`. `preprocessing` says how
photos go into a model, `crop` and `tensor` do it, `network` runs it, behind the protocol of
`vectorizer`; `embedder` takes a folder's photos through all of it, on every core.
`colour` needs no network; `mixture` joins it with what a network sees.
"""
