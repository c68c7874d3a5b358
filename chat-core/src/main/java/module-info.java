/** The udpchat library: everything that makes a peer. */
module udpchat.core {
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires static java.sql;
    requires static org.xerial.sqlitejdbc;

    exports udpchat;
    exports udpchat.model;
}
