package dev.signalbox.service;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A TCP port that a service listens on.
///
/// @param address where it does; `null` for all of the machine's
public record Port(@Nullable InetAddress address, int number) implements Comparable<Port> {
    public static final int MOST = 65_535;

    private static final Pattern TEXT = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([0-9.]+)):([0-9]{1,5})");
    private static final Comparator<Port> ORDER =
            Comparator.comparingInt(Port::number).thenComparing(Port::toString);

    /// On all of the machine's addresses.
    public static Port of(int number) {
        return new Port(null, number);
    }

    /// What `127.0.0.2:8080` or `[::1]:8080` says; `null` if `text` is no such.
    public static @Nullable Port parse(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        try {
            var address = InetAddress.ofLiteral(parts.group(1) == null ? parts.group(2) : parts.group(1));
            var number = Integer.parseInt(parts.group(3));
            return number < 1 || number > MOST ? null : new Port(address.isAnyLocalAddress() ? null : address, number);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// Whether no two programs can listen on both.
    public boolean collides(Port other) {
        return number == other.number && (address == null || other.address == null || address.equals(other.address));
    }

    /// Whether any of `some` collides with any of `others`.
    public static boolean anyCollide(Collection<Port> some, Collection<Port> others) {
        return some.stream().anyMatch(one -> others.stream().anyMatch(one::collides));
    }

    @Override
    public int compareTo(Port other) {
        return ORDER.compare(this, other);
    }

    /// For example `8080`, `127.0.0.2:8080`.
    @Override
    public String toString() {
        return address == null ? Integer.toString(number) : AddressText.of(address, number);
    }
}
