/** The udpchat library: everything that makes a peer. */
module udpchat.core {
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;

    exports udpchat;
    exports udpchat.model;
}
