/// Signalbox: a desktop operator console with one queue per service.
@org.jspecify.annotations.NullMarked
module dev.signalbox {
    requires atlantafx.base;
    requires com.cronutils;
    requires com.fasterxml.jackson.annotation;
    requires info.picocli;
    requires io.helidon.common.buffers;
    requires io.helidon.common.concurrency.limits;
    requires io.helidon.common.configurable;
    requires io.helidon.common.pki;
    requires io.helidon.common.socket;
    requires io.helidon.common.tls;
    requires io.helidon.http;
    requires io.helidon.http.sse;
    requires io.helidon.webserver;
    requires io.helidon.webserver.sse;
    requires javafx.controls;
    requires javafx.fxml;
    requires org.controlsfx.controls;
    requires org.freedesktop.dbus;
    requires org.jspecify;
    requires org.kordamp.ikonli.javafx;
    requires org.kordamp.ikonli.octicons;
    requires java.net.http;
    requires java.sql;
    requires jdk.unsupported;
    requires org.slf4j;
    requires org.slf4j.simple;
    requires org.snakeyaml.engine;
    requires org.xerial.sqlitejdbc;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.csv;

    exports dev.signalbox.console.desktop to
            org.freedesktop.dbus;
    exports dev.signalbox.logging to
            org.slf4j;

    opens dev.signalbox to
            info.picocli;
    opens dev.signalbox.api to
            tools.jackson.databind;
    opens dev.signalbox.cli to
            info.picocli;
    opens dev.signalbox.console.fx to
            javafx.fxml;
    opens dev.signalbox.console.history to
            javafx.fxml;
    opens dev.signalbox.console.inspector to
            javafx.fxml;
    opens dev.signalbox.console.plan to
            javafx.fxml;
    opens dev.signalbox.console.recovery to
            javafx.fxml;
    opens dev.signalbox.console.reload to
            javafx.fxml;
    opens dev.signalbox.console.services to
            javafx.fxml;
    opens dev.signalbox.console.window to
            javafx.fxml;
    opens dev.signalbox.serve to
            info.picocli;
    opens dev.signalbox.wire to
            tools.jackson.databind;
}
