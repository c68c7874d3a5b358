package udpchat.cli.command;

/** Main. */
public final class UdpChat {
    private UdpChat() {}

    public static void main(String[] args) {}
}
