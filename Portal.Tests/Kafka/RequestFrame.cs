using Portal.Kafka.Wire;

namespace Portal.Tests.Kafka;

/// <summary>Requests as a client writes them.</summary>
internal static class RequestFrame
{
    /// <summary>The parameter is the interface so that both types can be inferred from the request.</summary>
    public static void Write<TRequest, TResponse>(
        KafkaWriter w,
        IKafkaRequest<TRequest, TResponse> request,
        short version,
        int correlationId
    )
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IWireFormat<TResponse> =>
        Frames.Request(w, TRequest.Key, TRequest.Versions, version, correlationId, "portal", request.Write);
}
