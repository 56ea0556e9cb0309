using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>What of a managed job was changed behind our back, or came to an end.</summary>
internal static class JobDrift
{
    /// <param name="live">Null when nothing of its name was found.</param>
    public static IReadOnlyList<DriftedField> Of(JobSpec wanted, LiveJob? live)
    {
        var drifted = new List<DriftedField>();
        var isAlive = live is { IsAlive: true };
        if (wanted.State == JobDesired.Running && !isAlive)
        {
            drifted.Add(new("state", "running", Ended(live)));
        }
        else if (wanted.State == JobDesired.Suspended && isAlive)
        {
            drifted.Add(new("state", "suspended", live!.Status.ToLowerInvariant()));
        }

        if (live is { Others: > 0 and var others })
        {
            drifted.Add(new("runs", "one", $"{others + 1} of this name are alive, and each writes what it reads"));
        }

        if (isAlive && live!.Definition is null)
        {
            drifted.Add(new("job", "as approved", $"{live.JobId}, which the portal didn't start"));
        }
        else if (isAlive)
        {
            drifted.AddRange(
                JobMerge
                    .Between(wanted.Definition, live!.Definition!)
                    .Select(move => new DriftedField(move.Field, move.Before, move.After))
            );
            // A JAR's program can set another one than it carries.
            if (live.CheckpointMode is { } mode && mode != live.Definition!.CheckpointsIn)
            {
                drifted.RemoveAll(field => field.Field == JobMerge.CheckpointMode);
                if (mode != wanted.Definition.CheckpointsIn)
                {
                    drifted.Add(
                        new(
                            JobMerge.CheckpointMode,
                            JobWords.Word(wanted.Definition.CheckpointsIn),
                            JobWords.Word(mode)
                        )
                    );
                }
            }
        }

        return drifted;
    }

    private static string Ended(LiveJob? live) =>
        live switch
        {
            null => "not there",
            { State: JobRunState.Forgotten } => "not known to Flink",
            _ => live.Status.ToLowerInvariant(),
        };
}
