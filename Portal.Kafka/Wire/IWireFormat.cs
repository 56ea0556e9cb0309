namespace Portal.Kafka.Wire;

/// <summary>A structure of the protocol: a list of fields, each there from one version to another.</summary>
public interface IWireFormat<TSelf>
    where TSelf : IWireFormat<TSelf>
{
    static abstract TSelf Read(ref KafkaReader r, short v);

    void Write(KafkaWriter w, short v);
}

/// <summary>A request, with the versions this codec knows and the response it is answered with.</summary>
public interface IKafkaRequest<TSelf, TResponse> : IWireFormat<TSelf>
    where TSelf : IKafkaRequest<TSelf, TResponse>
    where TResponse : IWireFormat<TResponse>
{
    static abstract ApiKey Key { get; }

    static abstract VersionRange Versions { get; }

    /// <summary>
    /// The lowest version that can carry what this request says. An older broker is refused rather than sent less than
    /// was meant: a delete by id must not turn into a delete of nothing, or of the wrong thing.
    /// </summary>
    short LeastVersion => TSelf.Versions.Min;

    /// <summary>The highest version that can: some fields were replaced by others.</summary>
    short MostVersion => TSelf.Versions.Max;
}
