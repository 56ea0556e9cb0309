using Portal.Core.Jobs;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>How the job is started again after a failure, and how long its state lives, as they are typed.</summary>
public sealed partial class JobForm
{
    /// <summary>Null: as its Flink has it.</summary>
    public RestartStrategy? RestartBy { get; set; }

    public string RestartAttempts { get; set; } = "3";

    public string RestartDelay { get; set; } = "10";

    public string RestartMaxDelay { get; set; } = "300";

    /// <summary>Empty: it is kept for good.</summary>
    public string StateTtl { get; set; } = "";

    private JobRestart? Restart() =>
        RestartBy switch
        {
            null => null,
            RestartStrategy.FixedDelay => new(RestartStrategy.FixedDelay, Whole(RestartAttempts), Whole(RestartDelay)),
            RestartStrategy.ExponentialDelay => new(
                RestartStrategy.ExponentialDelay,
                null,
                Whole(RestartDelay),
                Whole(RestartMaxDelay)
            ),
            _ => new(RestartStrategy.None),
        };

    private void Fill(JobDefinition now)
    {
        RestartBy = now.Restart?.Strategy;
        RestartAttempts = now.Restart?.Attempts is { } attempts ? Text(attempts) : RestartAttempts;
        RestartDelay = now.Restart?.DelaySeconds is { } delay ? Text(delay) : RestartDelay;
        RestartMaxDelay = now.Restart?.MaxDelaySeconds is { } most ? Text(most) : RestartMaxDelay;
        StateTtl = now.StateTtlSeconds is { } ttl ? Text(ttl) : "";
    }

    private void Fill(JobAnswers answers)
    {
        (RestartBy, StateTtl) = (answers.RestartBy, answers.StateTtl);
        (RestartAttempts, RestartDelay, RestartMaxDelay) = (
            answers.RestartAttempts,
            answers.RestartDelay,
            answers.RestartMaxDelay
        );
    }
}
