using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;

namespace Portal.Engines.Registry;

/// <summary>
/// Whether a text could be a subject's next version. Of all versions Confluent's compares those that the level names, Apicurio all, though it registers
/// what the last one allows. Karapace and Redpanda's compare with one version a request only.
/// </summary>
internal sealed class RegistryComparison(RegistryCalls calls)
{
    // As many as the portal compares with itself. Each costs a request, each time a plan is computed.
    private const int MostVersions = 100;

    // It stays: a registry that could compare with all at once finds the same one by one.
    private volatile bool _isOneByOne;

    /// <param name="level">Null: unknown. One by one it counts as transitive, so that nothing is found compatible that isn't.</param>
    /// <param name="versions">The numbers of the subject's versions.</param>
    public async Task<RegistryJudgement> Of(
        string subject,
        RegistryText text,
        CompatibilityLevel? level,
        Func<Task<IReadOnlyList<int>>> versions,
        CancellationToken stop
    )
    {
        if (level?.IsTransitive() == false)
        {
            return Judged(subject, await Ask(subject, "/latest", text, stop));
        }

        if (!_isOneByOne)
        {
            var answer = await Ask(subject, "", text, stop);
            if (!answer.IsOfUnknownPath)
            {
                return Judged(subject, answer);
            }
        }

        var judged = await OneByOne(subject, text, await versions(), stop);
        _isOneByOne = true;
        return judged;
    }

    // From the newest on, as far as the first that it isn't compatible with. Of too many, the newest alone: what it refuses is refused.
    private async Task<RegistryJudgement> OneByOne(
        string subject,
        RegistryText text,
        IReadOnlyList<int> versions,
        CancellationToken stop
    )
    {
        bool? isCompatible = null;
        foreach (var version in versions.OrderDescending().Take(MostVersions))
        {
            var judged = Judged(subject, await Ask(subject, $"/{version}", text, stop));
            if (judged.IsCompatible == false)
            {
                return judged;
            }

            isCompatible ??= judged.IsCompatible;
            if (isCompatible == true && versions.Count > MostVersions)
            {
                return judged with { IsOfNewestAlone = true };
            }
        }

        return new(isCompatible, []);
    }

    private Task<RegistryAnswer> Ask(string subject, string version, RegistryText text, CancellationToken stop) =>
        calls.Ask(
            $"compatibility/{RegistryPaths.Of(subject)}/versions{version}?verbose=true",
            RegistryJson.Body(text),
            stop
        );

    private static RegistryJudgement Judged(string subject, RegistryAnswer answer) =>
        answer switch
        {
            { IsMissing: true } => new(null, []),
            { IsFine: true } => RegistryJson.Judgement(answer.Body),
            _ => throw RegistryFaults.Refused($"judge the schema for {subject}", answer),
        };
}
