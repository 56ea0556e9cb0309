using System.Text;
using Portal.Core.Clusters;
using Portal.Core.Teams;

namespace Portal.Core.FlinkClusters;

/// <summary>A cluster's Flink as somebody wants it added.</summary>
/// <param name="Url">Its REST API, which the JobManager answers: http://flink.internal:8081.</param>
/// <param name="GatewayUrl">Its SQL Gateway; null: jobs can be watched, and none started by SQL.</param>
/// <param name="Password">Null when editing keeps the one that is stored.</param>
public sealed record FlinkDraft(string Url, string? GatewayUrl = null, string? Username = null, string? Password = null)
{
    internal IReadOnlyList<HttpDraft> Endpoints()
    {
        var method = HttpDraft.MethodOf(Username, Password);
        HttpDraft rest = new(EndpointKind.Flink, "url", Url, method, Username, Password);
        return ClusterRegister.Blank(GatewayUrl) is { } gateway
            ? [rest, new(EndpointKind.SqlGateway, "gatewayUrl", gateway, method, Username, Password)]
            : [rest];
    }

    // Whatever prints this, a log or a failed assertion, doesn't get the password.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Url}, {GatewayUrl}, {Username}");
        return true;
    }
}

/// <summary>The Flink of a cluster: added, changed, removed. Nothing is stored that didn't answer. The password is write-only.</summary>
public sealed class FlinkRegistration(HttpRegister register, IFlinkProbe probe)
{
    private static readonly EndpointKind[] Kinds = [EndpointKind.Flink, EndpointKind.SqlGateway];
    private static readonly (string, string) Words = ("flink", "Flink");

    /// <summary>Connects and says what is there; stores nothing.</summary>
    public Task<Outcome<FlinkFacts>> Test(Caller who, ClusterId id, FlinkDraft draft, CancellationToken stop) =>
        register.Test(who, id, draft.Endpoints(), at => probe.Ask(at[0], at.ElementAtOrDefault(1), stop), stop);

    /// <summary>Tests a Flink and stores it if it answered. A password that isn't given is kept where nothing else changes.</summary>
    /// <param name="seen">The <see cref="HttpTag"/> that the caller saw; null: whatever is there now. Refused when it is another by the end.</param>
    public Task<Outcome<FlinkFacts>> Save(
        Caller who,
        ClusterId id,
        FlinkDraft draft,
        string? seen,
        CancellationToken stop
    ) =>
        register.Save(
            who,
            id,
            Kinds,
            draft.Endpoints(),
            at => probe.Ask(at[0], at.ElementAtOrDefault(1), stop),
            Words,
            seen,
            stop
        );

    /// <summary>Its jobs go on running; their changes can't be planned any more.</summary>
    public Task<Outcome<ClusterId>> Remove(Caller who, ClusterId id, CancellationToken stop) =>
        register.Remove(who, id, Kinds, Words, stop);
}
