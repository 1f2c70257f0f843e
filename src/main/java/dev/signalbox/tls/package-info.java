/// Whom a client of an engine trusts.
package dev.signalbox.tls;
