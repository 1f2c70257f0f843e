/// What hands can do in the window. [Actions][dev.signalbox.console.commands.Actions] is the one list that keys,
/// buttons, menus and the sheet of keys are made of; [Commands][dev.signalbox.console.commands.Commands] carries out
/// what it says of services.
package dev.signalbox.console.commands;
