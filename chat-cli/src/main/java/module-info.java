/** The program udpchat. */
module udpchat.cli {
    requires udpchat.core;
    requires info.picocli;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires java.logging;
    requires java.sql;
    requires org.jline.nativ;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires org.jline.terminal.jni;
    requires org.xerial.sqlitejdbc;

    opens udpchat.cli.command to
            info.picocli,
            java.logging;
}
