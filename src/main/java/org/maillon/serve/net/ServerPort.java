package org.maillon.serve.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Takes a port, or says what keeps us from it. */
final class ServerPort {
    private ServerPort() {}

    @SuppressWarnings("AddressSelection") // the operator names one address, or a name that stands for one
    static ServerSocket open(ListenerSettings settings) throws CannotListenException {
        String where = settings.address() + " port " + settings.port();
        try {
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(
                        new InetSocketAddress(InetAddress.getByName(settings.address()), settings.port()),
                        settings.backlog());
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (UnknownHostException e) {
            throw new CannotListenException(
                    "'" + settings.address()
                            + "' is no address of a listener; write an IP address such as 127.0.0.1 or ::",
                    e);
        } catch (BindException e) {
            throw new CannotListenException(
                    "cannot listen on " + where + ": " + remedy(String.valueOf(e.getMessage()), settings), e);
        } catch (IOException e) {
            throw new CannotListenException("cannot listen on " + where + ": " + e.getMessage(), e);
        }
    }

    private static String remedy(String message, ListenerSettings settings) {
        if (message.contains("in use")) {
            return "another program has it. Stop that one (`ss -ltnp 'sport = :" + settings.port()
                    + "'` names it), or set another port in maillon.toml";
        } else if (message.contains("ermission")) {
            return "ports below 1024 need a privilege. Set a port such as 2525 in maillon.toml, or grant CAP_NET_BIND_SERVICE";
        }
        return "this machine has no such address. `ip address` lists those it has";
    }
}
