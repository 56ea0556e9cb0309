using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>What stands between a job and running as it promises, as checks.</summary>
internal static class JobChecks
{
    public const string Tables = "tables";
    public const string Reading = "sources";
    public const string Records = "records";
    public const string Slots = "slots";
    public const string Folders = "checkpoints";
    public const string Restore = "state";
    public const string Run = "run";

    public static IEnumerable<Finding> Of(CheckedResource resource, JobSpec wanted, LiveJob? live, JobEvidence? seen)
    {
        if (wanted.State == JobDesired.Suspended)
        {
            return new[]
            {
                LastStateCheck.Of(resource, wanted, live, seen),
                ForgottenOf(resource, live),
                FlinkVersionCheck.Of(resource, seen),
            }.OfType<Finding>();
        }

        if (wanted.TakeSavepoint)
        {
            return FoldersOf(resource, seen) is { } unseen ? [unseen] : [];
        }

        var lint = JobLint.Of(wanted.Definition, resource.IsProduction);
        Finding?[] findings =
        [
            TablesOf(resource, wanted.Definition, seen),
            Notes(resource, seen),
            Undecodable(resource, seen),
            JobOwners.Check(resource, wanted, seen),
            NamesakeCheck.Of(resource, seen),
            .. wanted.Definition.Program is { } program ? ProgramChecks.Of(resource, wanted, program, seen) : [],
            .. lint.Select(note => resource.Say(note.Name, note.Verdict, note.Words)),
            SlotsOf(resource, wanted.Definition, live, seen),
            MaxParallelismCheck.Of(resource, wanted, live, seen),
            .. TransactionCheck.Of(resource, wanted.Definition, seen),
            .. PreflightCheck.Of(resource, wanted.Definition, seen),
            FoldersOf(resource, seen),
            SchemaCheck.Of(resource, wanted, live, seen),
            wanted.RestoreFrom is null ? StateCheck.Of(resource, wanted, live, seen) : null,
            LastStateCheck.Of(resource, wanted, live, seen),
            StateAgeCheck.Of(resource, wanted, seen),
            StateAgeCheck.Cut(resource, seen),
            .. RestoreCheck.Of(resource, wanted, live, seen),
            .. ForkCheck.Of(resource, wanted, seen),
            FlinkVersionCheck.Of(resource, seen),
            RehearsalCheck.Of(resource, wanted, live, seen),
        ];
        return findings.OfType<Finding>();
    }

    private static Finding? ForgottenOf(CheckedResource resource, LiveJob? live) =>
        live is { State: JobRunState.Forgotten } && resource.Request.Base is JobSpec { State: JobDesired.Running }
            ? resource.Say(
                Run,
                CheckVerdict.Noted,
                $"Flink doesn't know job {live.JobId} any more, so there is nothing to stop. Whether it has ended isn't known: it may have been lost with its JobManager, and run again when that comes back."
            )
            : null;

    private static Finding TablesOf(CheckedResource resource, JobDefinition wanted, JobEvidence? seen)
    {
        if (seen is null)
        {
            return resource.Say(Tables, CheckVerdict.Noted, "Its topics are looked at when the plan is computed.");
        }

        var broken = seen.Tables.Where(t => t.Problem is not null).Select(t => $"{t.Name}: {t.Problem}").ToList();
        return broken.Count > 0 ? resource.Say(Tables, CheckVerdict.Blocked, string.Join(" ", broken))
            : wanted.Program is not null
                ? resource.Say(
                    Tables,
                    CheckVerdict.Passed,
                    $"{Quantity.Of(seen.Tables.Length, "topic is declared and there", "topics are declared and there")}. What else its program reads or writes isn't known."
                )
            : resource.Say(
                Tables,
                CheckVerdict.Passed,
                $"{Quantity.Of(seen.Tables.Length, "topic has its table", "topics have their tables")}: {string.Join(", ", seen.Tables.Select(t => $"{t.Name} ({t.Schema ?? "no schema: one column value"})"))}."
            );
    }

    private static Finding? Notes(CheckedResource resource, JobEvidence? seen) =>
        seen?.Tables.Where(t => t.Note is not null).Select(t => $"{t.Name}: {t.Note}").ToList() is [_, ..] notes
            ? resource.Say(Reading, CheckVerdict.Noted, string.Join(" ", notes))
            : null;

    // The sample is of the newest records: whoever knows that the job reads others may go on.
    private static Finding? Undecodable(CheckedResource resource, JobEvidence? seen) =>
        seen?.Tables.Where(t => t.Undecodable is not null).Select(t => $"{t.Name}: {t.Undecodable}").ToList()
            is [_, ..] words
            ? resource.Say(Records, CheckVerdict.NeedsOverride, string.Join(" ", words))
            : null;

    private static Finding? SlotsOf(CheckedResource resource, JobDefinition wanted, LiveJob? live, JobEvidence? seen)
    {
        var freed = live is { IsAlive: true, Definition: { } now } ? now.Parallelism : 0;
        return seen switch
        {
            // The only task manager is being started anew, or one is started for each job.
            { AllSlots: 0 } => resource.Say(
                Slots,
                CheckVerdict.Noted,
                $"Its Flink has no task manager now: the job waits for {Quantity.Of(wanted.Parallelism, "slot", "slots")}, and is taken back if none comes."
            ),
            { AllSlots: { } all } when wanted.Parallelism > all => resource.Say(
                Slots,
                CheckVerdict.Blocked,
                $"It needs {Quantity.Of(wanted.Parallelism, "slot", "slots")}, and its Flink has {Quantity.Count(all)} in all. Lower its parallelism, or add task managers."
            ),
            { Slots: { } free } when wanted.Parallelism > free + freed => resource.Say(
                Slots,
                CheckVerdict.NeedsOverride,
                $"It needs {Quantity.Of(wanted.Parallelism, "slot", "slots")}, and {Quantity.Count(free + freed)} are free: it would wait for the others and then fail."
            ),
            { Slots: { } free } => resource.Say(
                Slots,
                CheckVerdict.Passed,
                $"It needs {Quantity.Of(wanted.Parallelism, "slot", "slots")} of {Quantity.Count(free + freed)} free ones."
            ),
            null => null,
            _ => resource.Say(Slots, CheckVerdict.Unknown, "How many slots are free isn't known."),
        };
    }

    // Without them nobody can tell what a job that Flink forgot has written, nor from where it would go on.
    private static Finding? FoldersOf(CheckedResource resource, JobEvidence? seen) =>
        seen is { SeesState: false }
            ? resource.Say(
                Folders,
                CheckVerdict.Blocked,
                "The folders of its checkpoints and savepoints can't be looked into by the portal's workers. Set execution.checkpointing.dir and execution.checkpointing.savepoint-dir of its Flink to folders that both have."
            )
            : null;
}
