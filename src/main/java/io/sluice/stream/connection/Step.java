package io.sluice.stream.connection;

/** A step of the way to a service, in the order in which they are taken. */
public enum Step {
    /** The host's name is looked up. */
    NAME,
    /** The port takes a connection. */
    TCP,
    /** Both ends agree on how to encrypt, and look at each other's certificate. */
    TLS,
    /** The service finds out who comes. */
    LOGIN,
    /** It lets whoever that is do what is asked. */
    PERMISSION
}
