using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

/// <summary>Which requests a broker understands, in which versions.</summary>
public sealed class BrokerVersions
{
    private readonly Dictionary<ApiKey, (short Min, short Max)> _spoken;

    private BrokerVersions(IEnumerable<ApiVersionsResponse.Api> apis) =>
        _spoken = apis.ToDictionary(api => (ApiKey)api.ApiKey, api => (api.MinVersion, api.MaxVersion));

    /// <summary>What is known before anything was asked.</summary>
    internal static BrokerVersions OnlyApiVersions { get; } =
        new([
            new()
            {
                ApiKey = (short)ApiKey.ApiVersions,
                MinVersion = ApiVersionsRequest.Versions.Min,
                MaxVersion = ApiVersionsRequest.Versions.Max,
            },
        ]);

    /// <summary>It understands the request in this version or a later one.</summary>
    public bool Has(ApiKey key, short version) => _spoken.TryGetValue(key, out var theirs) && theirs.Max >= version;

    /// <summary>The highest version that both sides speak and that can carry what the call says.</summary>
    /// <exception cref="KafkaException.NotUnderstood">There is none.</exception>
    public short For<T>(Call<T> call, KafkaEndpoint at)
    {
        if (!_spoken.TryGetValue(call.Key, out var theirs))
        {
            throw new KafkaException.NotUnderstood(at, call.What);
        }
        var version = Math.Min(theirs.Max, call.Versions.Max);
        return version >= Math.Max(theirs.Min, call.Versions.Min)
            ? version
            : throw new KafkaException.NotUnderstood(
                at,
                $"{call.What} in version {call.Versions.Min} to {call.Versions.Max} (it speaks {theirs.Min} to {theirs.Max})"
            );
    }

    /// <summary>Asks the broker; one that doesn't know our version says which it knows, in version 0 (KIP-511).</summary>
    internal static async Task<BrokerVersions> Ask(KafkaConnection connection, CancellationToken stop)
    {
        var asked = new ApiVersionsRequest { ClientSoftwareName = "portal", ClientSoftwareVersion = "1" };
        var call = Call.Of(asked) with { Read = ReadEvenARefusal };
        var answer = await connection.Send(call, Allowed.UntilStopped, stop).ConfigureAwait(false);
        if (answer.Error == ErrorCode.UnsupportedVersion)
        {
            var known = answer.ApiKeys.FirstOrDefault(api => api.ApiKey == (short)ApiKey.ApiVersions);
            var version = Math.Min(known?.MaxVersion ?? 0, (short)(call.Versions.Max - 1));
            call = call with { Versions = call.Versions with { Min = version, Max = version } };
            answer = await connection.Send(call, Allowed.UntilStopped, stop).ConfigureAwait(false);
        }
        return answer.Error == ErrorCode.None
            ? new BrokerVersions(answer.ApiKeys)
            : throw new KafkaException.Refused(
                answer.Error,
                $"{connection.At} doesn't report the versions it supports"
            );
    }

    private static ApiVersionsResponse ReadEvenARefusal(ref KafkaReader r, short version)
    {
        var body = r;
        if (body.Error() != ErrorCode.UnsupportedVersion)
        {
            return ApiVersionsResponse.Read(ref r, version);
        }
        r.Flexible = false;
        return ApiVersionsResponse.Read(ref r, 0);
    }
}
