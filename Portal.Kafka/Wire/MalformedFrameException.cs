namespace Portal.Kafka.Wire;

/// <summary>
/// The bytes are not what the protocol says: the one error that reading may raise. A connection that sees it is closed,
/// because nothing after the fault can be trusted.
/// </summary>
public sealed class MalformedFrameException : Exception
{
    public MalformedFrameException(string what)
        : base(what) { }

    public MalformedFrameException(string what, Exception inner)
        : base(what, inner) { }
}
