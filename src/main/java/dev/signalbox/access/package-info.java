/// What a client brings to an engine elsewhere: whom it trusts, and its token.
package dev.signalbox.access;
