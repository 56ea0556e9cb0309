using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Upgrades;

namespace Portal.Engines.Flink;

/// <summary>The JARs that lie at one Flink. Every call throws <see cref="EngineException"/>, as those of <see cref="IFlink"/>.</summary>
public interface IFlinkJars
{
    /// <summary>Why it takes none, in words; null when it does.</summary>
    Task<string?> Refusal(CancellationToken stop);

    /// <summary>The JAR of this content, by Flink's own id; null when it isn't there.</summary>
    /// <param name="digest">As <see cref="ProgramJars.Digest"/> has it.</param>
    Task<string?> Find(string digest, CancellationToken stop);

    /// <summary>Uploads it under a name that carries its digest. Gives Flink's id.</summary>
    Task<string> Upload(string digest, Stream content, CancellationToken stop);

    /// <summary>One that isn't there is no error.</summary>
    Task Delete(string id, ActBefore deadline, CancellationToken stop);

    /// <summary>
    /// The operators of the job that a program would start. Flink runs its main() up to execute(), in the JobManager; nothing is started.
    /// </summary>
    /// <param name="areChained">As they run, with one for each chain: that with which it begins. Otherwise each by itself.</param>
    /// <exception cref="EngineException">As for <see cref="Run"/>.</exception>
    Task<ImmutableArray<ProgramOperator>> Operators(
        string jar,
        ProgramSubmission submission,
        bool areChained,
        ActBefore deadline,
        CancellationToken stop
    );

    /// <summary>Has Flink call the program's main(), which starts the job, and waits for it. Gives the run's id.</summary>
    /// <exception cref="EngineException">
    /// Final also where main() throws, or starts no job or two; with <see cref="EngineException.IsThereAlready"/> where a run of this id is alive.
    /// Unknown where main() takes longer than the deadline: it may start the job yet.
    /// </exception>
    Task<string> Run(string jar, ProgramSubmission submission, ActBefore deadline, CancellationToken stop);
}
