using System.Globalization;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Web.Features.Kinds;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>A job while it is typed.</summary>
public sealed partial class JobForm : ResourceForm
{
    public JobForm(FormOrigin origin)
        : base(JobKind.Word, origin)
    {
        if (Current is JobSpec now)
        {
            Statements = now.Definition.Statements;
            (IsJar, Jar) = (now.Definition.Program is not null, JarAnswers.Of(now.Definition));
            Parallelism = Text(now.Definition.Parallelism);
            CheckpointSeconds = Text(now.Definition.CheckpointSeconds);
            (Guarantee, StartAt) = (now.Definition.Guarantee, now.Definition.StartAt);
            (UpgradeMode, State) = (now.UpgradeMode, now.State);
            (Tier, Rehearsal) = (now.Tier, RehearsalChoices.Of(now.Rehearsal));
            (SkipsErrors, DeadLetterTopic) = (now.Definition.DeadLetters is not null, now.Definition.DeadLetters ?? "");
            (NewestSchemas, TakeSavepoint) = (now.NewestSchemas, now.TakeSavepoint);
            RestoreFrom = now.RestoreFrom is { } savepoint ? Text(savepoint) : "";
            Fill(now.Definition);
            FillSources(now.Definition);
            foreach (var sink in now.Definition.Writes)
            {
                Keys[sink.Table] = string.Join(", ", sink.Key);
                Upserts[sink.Table] = sink.Upsert;
            }
        }
    }

    /// <summary>It runs a JAR; else SQL.</summary>
    public bool IsJar { get; set; }

    public JarAnswers Jar { get; private set; } = new();

    public string Statements { get; set; } = "";

    public string Parallelism { get; set; } = "1";

    public JobGuarantee Guarantee { get; set; }

    public JobStartAt StartAt { get; set; }

    public JobUpgradeMode UpgradeMode { get; set; }

    public JobDesired State { get; set; }

    public Tier Tier { get; set; } = Tier.Standard;

    public RehearsalChoice Rehearsal { get; set; }

    /// <summary>Records that can't be decoded are skipped; else the job fails at them.</summary>
    public bool SkipsErrors { get; set; }

    /// <summary>Where they go, as cluster.topic.</summary>
    public string DeadLetterTopic { get; set; } = "";

    /// <summary>The number of the savepoint that this change starts it from; empty for none.</summary>
    public string RestoreFrom { get; set; } = "";

    /// <summary>This change generates its tables from the newest schema versions.</summary>
    public bool NewestSchemas { get; set; }

    /// <summary>This change takes a savepoint while the job goes on, and nothing else.</summary>
    public bool TakeSavepoint { get; set; }

    public override JobSpec Spec(RequestCluster? cluster) =>
        new(
            new(
                IsJar ? "" : Statements,
                Whole(Parallelism),
                Whole(CheckpointSeconds),
                Guarantee,
                StartAt,
                IsJar ? Jar.Sinks() : SpecSinks(),
                IsJar ? Jar.Program() : null,
                SkipsErrors && !IsJar ? new(DeserializationErrorPolicy.Skip, DeadLetterTopic.Trim()) : null,
                Restart(),
                IsJar || StateTtl.Trim().Length == 0 ? null : Whole(StateTtl),
                SpecSources(),
                Mode()
            ),
            UpgradeMode,
            State,
            Owner,
            Tier,
            About,
            RehearsalChoices.Wanted(Rehearsal),
            RestoreFrom.Trim().Length == 0 ? null : Whole(RestoreFrom),
            NewestSchemas,
            TakeSavepoint
        );

    public override IEnumerable<(string Name, string Id)> Fields(RequestCluster? cluster) =>
        [
            .. IsJar ? Jar.Fields() : SqlFields(),
            ("parallelism", "parallelism"),
            ("checkpoints.intervalSeconds", "checkpoints"),
            ("guarantee", "guarantee"),
            ("checkpoints.mode", "checkpoint-mode"),
            ("startAt", "start-at"),
            ("deserializationErrors.deadLetterTopic", "dead-letter-topic"),
            ("stateTtlSeconds", "state-ttl"),
            ("restart.attempts", "restart-attempts"),
            ("restart.delaySeconds", "restart-delay"),
            ("restart.maxDelaySeconds", "restart-max-delay"),
            ("upgradeMode", "upgrade-mode"),
            ("state", "state"),
            ("restoreFrom", "restore-from"),
            ("newestSchemas", "newest-schemas"),
            ("takeSavepoint", "take-savepoint"),
            ("tier", "tier"),
            ("rehearsal", "rehearsal"),
        ];

    public override string Keep() => CoreJson.Write(JobAnswers.Of(this));

    public override void Restore(string kept)
    {
        var answers = CoreJson.Read<JobAnswers>(kept);
        (Statements, Parallelism, CheckpointSeconds) = (
            answers.Statements,
            answers.Parallelism,
            answers.CheckpointSeconds
        );
        (Guarantee, StartAt, UpgradeMode) = (answers.Guarantee, answers.StartAt, answers.UpgradeMode);
        (State, Tier, Rehearsal) = (answers.State, answers.Tier, answers.Rehearsal);
        (IsJar, Jar, RestoreFrom) = (answers.IsJar, answers.Jar ?? new(), answers.RestoreFrom);
        (NewestSchemas, TakeSavepoint) = (answers.NewestSchemas, answers.TakeSavepoint);
        (SkipsErrors, DeadLetterTopic) = (answers.SkipsErrors, answers.DeadLetterTopic);
        Fill(answers);
        FillSources(answers);
        foreach (var table in answers.Keys.Keys.Union(answers.Upserts.Keys))
        {
            Keys[table] = answers.Keys.GetValueOrDefault(table, "");
            Upserts[table] = answers.Upserts.GetValueOrDefault(table);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // What isn't a number is none that Core takes, so that it refuses it in its own words.
    private static int Whole(string typed) =>
        int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
