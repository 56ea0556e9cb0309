using Portal.Core;
using Portal.Core.Jobs;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>A job's own answers as a draft keeps them.</summary>
internal sealed record JobAnswers(
    string Statements,
    string Parallelism,
    string CheckpointSeconds,
    JobGuarantee Guarantee,
    JobStartAt StartAt,
    JobUpgradeMode UpgradeMode,
    JobDesired State,
    Tier Tier,
    Dictionary<string, string> Keys,
    Dictionary<string, bool> Upserts,
    RehearsalChoice Rehearsal = RehearsalChoice.ByCriticality,
    bool IsJar = false,
    JarAnswers? Jar = null,
    string RestoreFrom = "",
    bool SkipsErrors = false,
    string DeadLetterTopic = "",
    bool NewestSchemas = false,
    bool TakeSavepoint = false,
    RestartChoice RestartBy = RestartChoice.ByFlink,
    string RestartAttempts = "3",
    string RestartDelay = "10",
    string RestartMaxDelay = "300",
    string StateTtl = "",
    Dictionary<string, SourceAnswers>? Sources = null,
    CheckpointChoice CheckpointsIn = CheckpointChoice.ByGuarantee
)
{
    public static JobAnswers Of(JobForm form) =>
        new(
            form.Statements,
            form.Parallelism,
            form.CheckpointSeconds,
            form.Guarantee,
            form.StartAt,
            form.UpgradeMode,
            form.State,
            form.Tier,
            form.Keys,
            form.Upserts,
            form.Rehearsal,
            form.IsJar,
            form.Jar,
            form.RestoreFrom,
            form.SkipsErrors,
            form.DeadLetterTopic,
            form.NewestSchemas,
            form.TakeSavepoint,
            form.RestartBy,
            form.RestartAttempts,
            form.RestartDelay,
            form.RestartMaxDelay,
            form.StateTtl,
            form.Sources,
            form.CheckpointsIn
        );
}
