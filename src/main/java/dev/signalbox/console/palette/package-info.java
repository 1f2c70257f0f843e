/// The palette: all that can be done, to what it can be done, found by a few letters. It is made from the same list as
/// keys, buttons and menus, does the same as they do, and tells before Enter what that is and whom it hits.
/// [Fuzzy][dev.signalbox.console.palette.Fuzzy] and [PaletteIndex][dev.signalbox.console.palette.PaletteIndex] know
/// nothing of the window; [Offers][dev.signalbox.console.palette.Offers] fills the index.
package dev.signalbox.console.palette;
