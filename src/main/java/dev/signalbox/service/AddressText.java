package dev.signalbox.service;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/// Addresses and ports for people.
public final class AddressText {
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|$)");

    private AddressText() {}

    /// For example `127.0.0.1:80`, `[::1]:80`.
    public static String of(InetAddress address, int port) {
        var host = ZEROS.matcher(address.getHostAddress()).replaceFirst("::");
        return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
    }
}
