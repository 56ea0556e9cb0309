using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>A savepoint of the catalogue as a plan needs it.</summary>
/// <param name="Number">Its id in the catalogue.</param>
/// <param name="JobId">The run that it was taken of.</param>
/// <param name="Definition">What that run carried; null where that isn't known any more.</param>
/// <param name="Obstacle">Why nothing can start from it, after "it"; null when something can.</param>
public sealed record KnownSavepoint(
    long Number,
    string Path,
    string JobId,
    DateTimeOffset TakenAt,
    JobDefinition? Definition,
    string? Obstacle = null
)
{
    /// <summary>Its run went on after it, and the store doesn't show that what its transactions had prepared then was committed.</summary>
    public bool MayBeUncommitted { get; init; }

    /// <summary>The team of the former job of this name that it is of; null: it is of the job that has the name now.</summary>
    public string? FormerOwner { get; init; }

    /// <summary>By job; all of them, those that are deleted too.</summary>
    public static async Task<ILookup<string, KnownSavepoint>> Of(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> jobs,
        CancellationToken stop
    )
    {
        var savepoints = await db.Set<Savepoint>()
            .AsNoTracking()
            .Where(s => s.ClusterId == cluster && jobs.Contains(s.Name))
            .OrderBy(s => s.Id)
            .ToListAsync(stop);
        var runs = savepoints.Select(s => s.JobId).Distinct().ToList();
        var made = await SavepointVersion.Carried(db, cluster, runs, stop);
        var open = await UncommittedSavepoints.Of(db, cluster, savepoints, made, stop);
        var tenures = await JobTenures.Of(db, cluster, jobs, stop);
        return savepoints.ToLookup(
            s => s.Name,
            s => new KnownSavepoint(s.Id, s.Path, s.JobId, s.TakenAt, made.GetValueOrDefault(s.JobId), ObstacleOf(s))
            {
                MayBeUncommitted = open.Contains(s.Id),
                FormerOwner = tenures.FormerOwner(s),
            },
            StringComparer.Ordinal
        );
    }

    /// <summary>Why nothing can start from a savepoint, after "it"; null when something can.</summary>
    public static string? ObstacleOf(Savepoint savepoint) =>
        savepoint switch
        {
            { DeletedAt: not null } => "is deleted",
            { DeletionSentAt: not null } => "is being deleted",
            { IsFork: true } => "was taken for a rehearsal, and its change deletes it",
            _ => null,
        };
}
