using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>What is wrong with what a change says once and a job doesn't keep: what it starts from, and the savepoint that it takes.</summary>
internal static class OneTimeReview
{
    public static IEnumerable<FieldProblem> Of(JobSpec spec)
    {
        if (spec is { RestoreFrom: < 1 })
        {
            yield return new("restoreFrom", "Enter the number of a savepoint, as the job's page lists it.");
        }
        else if (spec is { RestoreFrom: not null, State: JobDesired.Suspended })
        {
            yield return new(
                "restoreFrom",
                "A suspended job isn't started. Set its state to running to start it from a savepoint."
            );
        }

        if (spec.TakeSavepoint && spec is not { RestoreFrom: null, NewestSchemas: false, State: JobDesired.Running })
        {
            yield return new(
                "takeSavepoint",
                "A change takes a savepoint, or starts or stops the job, which takes one too. Request one of them."
            );
        }

        if (spec is { NewestSchemas: true, State: JobDesired.Suspended })
        {
            yield return new(
                "newestSchemas",
                "A suspended job isn't started. Set its state to running: its tables are then generated from the newest schema versions."
            );
        }
        else if (spec is { NewestSchemas: true, Definition.Program: not null })
        {
            yield return new(
                "newestSchemas",
                "A JAR has no generated tables: its program looks schemas up by itself. Leave newestSchemas out."
            );
        }
    }
}
