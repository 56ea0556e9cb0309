using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Requests one by one, each in the version that a test wants, to the broker that has to answer it.</summary>
internal class RawClient(string bootstrap, string clientId = "raw") : IAsyncDisposable
{
    protected const sbyte TransactionalId = 1;
    protected const sbyte Group = 0;

    private readonly KafkaClient _client = new(
        Endpoints.Of(bootstrap),
        KafkaSecurity.None,
        new KafkaOptions { ClientId = clientId },
        TimeProvider.System
    );

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    public async Task<TResponse> ToLeader<TRequest, TResponse>(
        string topic,
        IKafkaRequest<TRequest, TResponse> request,
        short version
    )
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IWireFormat<TResponse>
    {
        var found = await Topic(topic);
        return await _client.SendTo(found.Partitions[0].LeaderId, At(request, version), null, default);
    }

    public async Task<TResponse> ToCoordinator<TRequest, TResponse>(
        string key,
        sbyte kind,
        IKafkaRequest<TRequest, TResponse> request,
        short version
    )
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IWireFormat<TResponse>
    {
        var broker = -1;
        await Deadline.Until(async () =>
        {
            var asked = new FindCoordinatorRequest { CoordinatorKeys = [key], KeyType = kind };
            var found = (await _client.SendAny(Call.Of(asked), null, default)).Coordinators[0];
            broker = found.NodeId;
            return found.Error == ErrorCode.None;
        });
        return await _client.SendTo(broker, At(request, version), null, default);
    }

    public Task<TResponse> ToController<TRequest, TResponse>(IKafkaRequest<TRequest, TResponse> request, short version)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IWireFormat<TResponse> => _client.SendController(At(request, version), null, default);

    public async Task<MetadataResponse.Topic> Topic(string name) =>
        (await _client.Metadata(new MetadataRequest { Topics = [new() { Name = name }] }, default)).Topics[0];

    private static Call<TResponse> At<TRequest, TResponse>(IKafkaRequest<TRequest, TResponse> request, short version)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IWireFormat<TResponse>
    {
        var call = Call.Of(request);
        return call with { Versions = call.Versions with { Min = version, Max = version } };
    }
}
