using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Workers.Claiming;

namespace Portal.Workers.Evaluation;

/// <summary>
/// Makes an evaluation usable at its first start: people to sign in as, and the bundled clusters registered like any
/// other. Tried until it is done, because a cluster may still be starting.
/// </summary>
public sealed partial class EvaluationSetup(
    SchemaGate schema,
    IDbContextFactory<PortalDb> store,
    Seed seed,
    ClusterRegistration clusters,
    BundledEndpoints endpoints,
    IOptions<EvaluationOptions> options,
    TimeProvider clock,
    ILogger<EvaluationSetup> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>What is still missing; null once all is there.</summary>
    public string? Complaint { get; private set; } = "The evaluation has not been set up yet.";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.Open.WaitAsync(stoppingToken);
        while (await Try(stoppingToken) is { } complaint)
        {
            Complaint = complaint;
            LogWaiting(complaint);
            await Task.Delay(Pause, clock, stoppingToken);
        }

        Complaint = null;
    }

    private async Task<string?> Try(CancellationToken stop)
    {
        try
        {
            await seed.Plant(stop);
            foreach (var bundled in options.Value.Clusters.Where(c => c.Bootstrap.Length > 0))
            {
                if (await Register(bundled, stop) is { } complaint)
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

    // A cluster that somebody let go of or renamed stays so; one that moved to other ports is followed.
    private async Task<string?> Register(BundledCluster bundled, CancellationToken stop)
    {
        var bootstrap = bundled.Bootstrap;
        var draft = new ClusterDraft(bundled.Name, bundled.Environment, SeededStructure.LocalRegion, bootstrap);
        var (who, known) = await Read(draft, stop);
        var outcome = known switch
        {
            null => await clusters.Register(who, draft, stop),
            { DeregisteredAt: null } when known.Kafka.Addresses != bootstrap => await clusters.Edit(
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
                bundled,
                stop
            ),
            _ => null,
        };
    }

    private async Task<(Caller Who, Cluster? Known)> Read(ClusterDraft draft, CancellationToken stop)
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
        return (new Caller(Actor.Seed, "The local setup", [role]), known);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The evaluation is being set up: {Missing}")]
    private partial void LogWaiting(string missing);
}
