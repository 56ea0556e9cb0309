using Portal.Core.Jobs;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>What a change of a job is begun for.</summary>
public sealed partial class JobForm
{
    /// <summary>Begins a change that takes the newest schema versions.</summary>
    public const string Newest = "newest";

    /// <summary>Begins a change that takes a savepoint.</summary>
    public const string Savepoint = "savepoint";

    /// <summary>Begins a change that starts a job which ended or was forgotten, as it was wanted.</summary>
    public const string Again = "again";

    /// <summary>Begins a change to the former version, and before a savepoint's number from that.</summary>
    public const string Former = "former";

    /// <summary>
    /// The number of a savepoint, with a copy of which a new job starts, <see cref="Newest"/>, <see cref="Savepoint"/>, <see cref="Again"/> or <see cref="Former"/>: whoever wants one of them wants it to run.
    /// </summary>
    public override void BeginWith(string answers)
    {
        if (!IsSettled)
        {
            // With transactions it would end those of the job that it is a copy of.
            (RestoreFrom, Guarantee) = (answers, JobGuarantee.AtLeastOnce);
            return;
        }

        if (answers.StartsWith(Former, StringComparison.Ordinal))
        {
            (State, RestoreFrom) = (JobDesired.Running, answers[Former.Length..]);
            return;
        }

        (State, NewestSchemas, TakeSavepoint) = (JobDesired.Running, answers == Newest, answers == Savepoint);
        UpgradeMode = NewestSchemas ? JobUpgradeMode.Savepoint : UpgradeMode;
        RestoreFrom = answers is Newest or Savepoint or Again ? "" : answers;
    }
}
