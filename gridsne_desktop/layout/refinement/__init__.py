"""A grid made better against the vectors themselves: photos trade places.

`refine` takes the steps that a look (`looks`) names, on a `board`: exact assignments of small
`blocks`, and `swaps`. What a step makes greater is a pull: `near` along the photos' `likeness`,
`far` over the whole grid; both weigh distances on the grid by a kernel (`kernels`).
"""
