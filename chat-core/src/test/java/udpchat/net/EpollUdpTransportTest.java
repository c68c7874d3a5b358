package udpchat.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

class EpollUdpTransportTest extends UdpTransportContract {

    EpollUdpTransportTest() {
        super(SocketKind.EPOLL);
        assumeTrue(SocketKind.best() == SocketKind.EPOLL, "this machine has no native transport");
    }
}
