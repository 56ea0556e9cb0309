using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Broker;

/// <summary>One request the brokers answer: how it is read, answered and written, whatever its types.</summary>
internal sealed class Api
{
    private readonly Func<Exchange, ReadOnlyMemory<byte>, int, KafkaWriter, Task<bool>> _serve;

    private Api(
        ApiKey key,
        VersionRange versions,
        Func<Exchange, ReadOnlyMemory<byte>, int, KafkaWriter, Task<bool>> serve
    ) => (Key, Versions, _serve) = (key, versions, serve);

    public ApiKey Key { get; }
    public VersionRange Versions { get; }

    /// <param name="answer">Gives null when the client wants no answer.</param>
    public static Api Of<TRequest, TResponse>(Func<Exchange, TRequest, ValueTask<TResponse?>> answer)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : class, IWireFormat<TResponse> =>
        new(
            TRequest.Key,
            TRequest.Versions,
            async (on, frame, bodyAt, writer) =>
            {
                if (await answer(on, Decode<TRequest, TResponse>(frame, bodyAt, on.Version)) is not { } response)
                {
                    return false;
                }

                Frames.Response(writer, response, TRequest.Key, TRequest.Versions, on.Version, on.Header.CorrelationId);
                return true;
            }
        );

    /// <inheritdoc cref="Of{TRequest,TResponse}(Func{Exchange,TRequest,ValueTask{TResponse}})"/>
    public static Api Of<TRequest, TResponse>(Func<Exchange, TRequest, TResponse> answer)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : class, IWireFormat<TResponse> =>
        Of<TRequest, TResponse>((on, request) => ValueTask.FromResult<TResponse?>(answer(on, request)));

    /// <summary>Answers into the writer; false when no answer is to be sent.</summary>
    public Task<bool> Serve(Exchange on, ReadOnlyMemory<byte> frame, int bodyAt, KafkaWriter writer) =>
        _serve(on, frame, bodyAt, writer);

    private static TRequest Decode<TRequest, TResponse>(ReadOnlyMemory<byte> frame, int bodyAt, short version)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IWireFormat<TResponse>
    {
        var reader = new KafkaReader(frame[bodyAt..], TRequest.Versions.IsFlexible(version));
        return TRequest.Read(ref reader, version);
    }
}
