package dev.signalbox.service;

import dev.signalbox.code.Code;

/// A service cannot be started, as somebody listens on a port that it needs.
public final class PortHeldException extends DriverException {
    private static final long serialVersionUID = 1L;

    private final int port;
    private final String service;

    /// @param holder who it is, for people: `pid 123 (nginx)`
    /// @param service the service of the same workspace that holds the port; empty if it is somebody else
    public PortHeldException(Port port, String holder, String service) {
        super(Code.PORT_HELD, "port " + port + " is held by " + holder);
        this.port = port.number();
        this.service = service;
    }

    public int port() {
        return port;
    }

    /// The service of the same workspace that holds the port; empty if it is somebody else.
    public String service() {
        return service;
    }
}
