using Portal.Core.Clusters;
using Portal.Core.Teams;

namespace Portal.Core.FlinkClusters;

/// <summary>The Flink of a cluster: added, changed, removed. Nothing is stored that didn't answer. Password, token and key are write-only.</summary>
public sealed class FlinkRegistration(HttpRegister register, IFlinkProbe probe, FlinkTests tests)
{
    private static readonly (string, string) Words = ("flink", "Flink");

    /// <summary>The endpoints that are set together, of which the <see cref="HttpTag"/> is.</summary>
    public static IReadOnlyList<EndpointKind> Kinds { get; } = [EndpointKind.Flink, EndpointKind.SqlGateway];

    /// <summary>Connects and says what is there; stores nothing.</summary>
    public Task<Outcome<FlinkFacts>> Test(Caller who, ClusterId id, FlinkDraft draft, CancellationToken stop) =>
        register.Test(
            who,
            id,
            draft.Endpoints(),
            at => probe.Ask(id, at[0], at.ElementAtOrDefault(1), byWorker: false, stop),
            stop
        );

    /// <summary>Tests a Flink and stores it if it answered. A password, token or key that isn't given is kept where nothing else changes.</summary>
    /// <param name="seen">The <see cref="HttpTag"/> that the caller saw; null: whatever is there now. Refused when it is another by the end.</param>
    /// <param name="saved">Receives the <see cref="HttpTag"/> of what is stored, before that is committed.</param>
    public async Task<Outcome<FlinkFacts>> Save(
        Caller who,
        ClusterId id,
        FlinkDraft draft,
        string? seen,
        CancellationToken stop,
        Action<string>? saved = null
    )
    {
        var outcome = await register.Save(
            who,
            id,
            Kinds,
            draft.Endpoints(),
            at => probe.Ask(id, at[0], at.ElementAtOrDefault(1), byWorker: false, stop),
            Words,
            seen,
            saved,
            stop
        );
        if (outcome is Outcome<FlinkFacts>.Done(var facts))
        {
            // It is stored: who left meanwhile doesn't undo that.
            await tests.Found(id, draft, facts, CancellationToken.None);
        }

        return outcome;
    }

    /// <summary>Its jobs go on running; their changes can't be planned any more.</summary>
    public async Task<Outcome<ClusterId>> Remove(Caller who, ClusterId id, CancellationToken stop)
    {
        var outcome = await register.Remove(who, id, Kinds, Words, stop);
        if (outcome is Outcome<ClusterId>.Done)
        {
            await tests.Forget(id, CancellationToken.None);
        }

        return outcome;
    }
}
