/// The table of services. Rows follow their service's two observable records and change in place.
package dev.signalbox.console.services;
