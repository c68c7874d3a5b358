package udpchat.net;

class NioUdpTransportTest extends UdpTransportContract {

    NioUdpTransportTest() {
        super(SocketKind.NIO);
    }
}
