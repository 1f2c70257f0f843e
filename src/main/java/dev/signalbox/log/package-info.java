/// Log files of services: where they are, when what was written, and how they are followed.
package dev.signalbox.log;
