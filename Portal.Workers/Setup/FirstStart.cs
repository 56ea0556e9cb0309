using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Workers.Claiming;

namespace Portal.Workers.Setup;

/// <summary>What a start begins with.</summary>
/// <param name="IsEvaluation">With teams, and people to sign in as.</param>
public sealed record FirstStartPlan(bool IsEvaluation, IReadOnlyList<FirstCluster> Clusters);

/// <summary>
/// Makes a portal usable at its first start: in an evaluation with people to sign in as, and with clusters registered as a person would. Tried until it
/// is done, because a cluster may still be starting.
/// </summary>
public sealed partial class FirstStart(
    SchemaGate schema,
    IDbContextFactory<PortalDb> store,
    Seed seed,
    ClusterRegistration clusters,
    FirstEndpoints endpoints,
    FirstStartPlan plan,
    TimeProvider clock,
    ILogger<FirstStart> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>What is still missing; null once all is there.</summary>
    public string? Complaint { get; private set; } = "The first start has not come to its end yet.";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.Open.WaitAsync(stoppingToken);
        while (await Try(stoppingToken) is { } complaint)
        {
            if (complaint != Complaint)
            {
                LogWaiting(complaint);
            }

            Complaint = complaint;
            await Task.Delay(Pause, clock, stoppingToken);
        }

        Complaint = null;
    }

    private async Task<string?> Try(CancellationToken stop)
    {
        try
        {
            var wanted = plan.Clusters.Where(c => c.Bootstrap.Length > 0).ToList();
            if (plan.IsEvaluation)
            {
                await seed.Plant(stop);
            }
            else if (wanted.Count > 0)
            {
                await seed.PlantWithoutPeople(stop);
            }

            foreach (var cluster in wanted)
            {
                if (await Register(cluster, stop) is { } complaint)
                {
                    return complaint;
                }
            }

            return null;
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or DbUpdateException or TimeoutException)
        {
            return unreachable.Message;
        }
    }

    // A cluster that somebody let go of or renamed stays so; a bundled one that moved to other ports is followed. Where people registered others, the one of the
    // settings is theirs to register too.
    private async Task<string?> Register(FirstCluster first, CancellationToken stop)
    {
        var bootstrap = first.Bootstrap;
        var draft = new ClusterDraft(first.Name, first.Environment, SeededStructure.LocalRegion, bootstrap);
        var (who, known, isFirst) = await Read(draft, stop);
        if (known is null && !first.IsBundled && !isFirst)
        {
            return null;
        }

        var outcome = known switch
        {
            null => await clusters.Register(who, draft, stop),
            { DeregisteredAt: null } when first.IsBundled && known.Kafka.Addresses != bootstrap => await clusters.Edit(
                who,
                known.Id,
                draft with
                {
                    Name = known.Name,
                },
                seen: null,
                stop
            ),
            _ => known.Id,
        };
        return outcome switch
        {
            Outcome<ClusterId>.Refused(var why) => why.Words,
            Outcome<ClusterId>.Done(var id) when known?.DeregisteredAt is null => await endpoints.Register(
                who,
                id,
                first,
                stop
            ),
            _ => null,
        };
    }

    private async Task<(Caller Who, Cluster? Known, bool IsFirst)> Read(ClusterDraft draft, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var platform = await db.Set<Team>().SingleAsync(t => t.Name == Team.PlatformName, stop);
        var role = new Membership
        {
            PersonId = default,
            TeamId = platform.Id,
            Role = Role.Platform,
        };
        var known = await db.Set<Cluster>()
            .AsNoTracking()
            .Include(c => c.Endpoints)
            .Where(c => c.Name == draft.Name || c.Endpoints.Any(e => e.Addresses == draft.Addresses))
            .OrderByDescending(c => c.Name == draft.Name)
            .ThenByDescending(c => c.Id)
            .FirstOrDefaultAsync(stop);
        return (
            new Caller(Actor.Seed, "The first start", [role]),
            known,
            known is null && !await db.Set<Cluster>().AnyAsync(stop)
        );
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The first start goes on: {Missing}")]
    private partial void LogWaiting(string missing);
}
