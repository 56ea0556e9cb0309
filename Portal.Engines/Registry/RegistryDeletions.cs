namespace Portal.Engines.Registry;

/// <summary>Deletions, soft and permanent. What is gone already is no error; a permanent one of what is still there is.</summary>
internal sealed class RegistryDeletions(RegistryCalls calls)
{
    public Task Subject(string subject, bool isPermanent, ActBefore deadline, CancellationToken stop) =>
        Delete(RegistryPaths.Of(subject), subject, isPermanent, deadline, stop);

    public Task Version(string subject, int version, bool isPermanent, ActBefore deadline, CancellationToken stop) =>
        Delete(
            $"{RegistryPaths.Of(subject)}/versions/{version}",
            $"version {version} of {subject}",
            isPermanent,
            deadline,
            stop
        );

    private async Task Delete(string path, string what, bool isPermanent, ActBefore deadline, CancellationToken stop)
    {
        var at = isPermanent ? $"{path}?permanent=true" : path;
        var answer = await calls.Act(HttpMethod.Delete, at, null, deadline, stop);
        if (!answer.IsFine && (!answer.IsMissing || answer.IsStillThere))
        {
            throw RegistryFaults.Refused($"delete {what}{(isPermanent ? " permanently" : "")}", answer);
        }
    }
}
