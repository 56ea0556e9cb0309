using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core;
using Portal.Core.Audit;
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
    Seed seed,
    FirstRegistration registration,
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
                if (await registration.Register(cluster, stop) is { } complaint)
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

    [LoggerMessage(Level = LogLevel.Information, Message = "The first start goes on: {Missing}")]
    private partial void LogWaiting(string missing);
}
