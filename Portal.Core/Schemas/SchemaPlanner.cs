using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>From a wanted schema and the live one to steps. Pure: the same input gives the same steps.</summary>
internal static class SchemaPlanner
{
    public static PlannedSteps Plan(ResourceRequest request, SchemaSpec? wanted, LiveSchema? live) =>
        (request.Operation, wanted, live) switch
        {
            (ResourceOperation.Create, not null, not null) => PlannedSteps.No(
                $"Subject {live.Subject} is there already, with version {live.Newest.Version}. Request an update instead."
            ),
            (ResourceOperation.Create, not null, null) => PlannedSteps.Of(First(request.On, wanted)),
            (ResourceOperation.Update, not null, null) => PlannedSteps.No(
                $"Subject {request.On.Name} isn't in the registry any more. Request its creation instead."
            ),
            (ResourceOperation.Update, not null, not null) => Next(request.On, wanted, live),
            (ResourceOperation.Delete, _, null) when request.IsPermanent => PlannedSteps.No(
                $"Subject {request.On.Name} isn't in the registry any more. Only one that is there can be deleted permanently: otherwise it isn't known what goes."
            ),
            (ResourceOperation.Delete, _, null) => PlannedSteps.Of(),
            (ResourceOperation.Delete, _, not null) => PlannedSteps.Of(Gone(request, live)),
            _ => throw new InvalidOperationException($"{request.Operation} of {request.On.Name} has no spec."),
        };

    // A registry tells the level of a subject only once it has a version.
    private static List<Step> First(ResourceRef on, SchemaSpec wanted)
    {
        List<Step> steps = [new RegisterSchema(on, wanted.Type, wanted.Schema, wanted.References, null, null)];
        if (wanted.Compatibility is { } level)
        {
            steps.Add(new SetCompatibility(on, null, level, IsNew: true));
        }

        return steps;
    }

    // The level first: the new version is judged by the one that is wanted.
    private static PlannedSteps Next(ResourceRef on, SchemaSpec wanted, LiveSchema live)
    {
        if (wanted.Type != live.Type)
        {
            return PlannedSteps.No(
                $"{live.Subject} is {live.Type.Title()}, and readers decode it as that. Register {wanted.Type.Title()} under another subject."
            );
        }

        var steps = new List<Step>();
        if (wanted.Compatibility is { } level && level != live.Level)
        {
            steps.Add(new SetCompatibility(on, live.Level, level));
        }

        if (VersionPlanner.Problem(wanted, live) is { } problem)
        {
            return PlannedSteps.No(problem);
        }

        // Before the level: taken back, the newest is registered under the one that it had.
        var deletions = VersionPlanner.Steps(on, wanted, live);
        steps.InsertRange(0, deletions);
        if (
            !deletions.Any(step => step is DeleteVersion { IsNewest: true })
            && !live.Has(wanted.Type, wanted.Schema, wanted.References)
        )
        {
            if (Older(wanted, live) is { } older)
            {
                return PlannedSteps.No(RegistryWords.HasAlready(live.Subject, older.Newest.Version));
            }

            steps.Add(new RegisterSchema(on, wanted.Type, wanted.Schema, wanted.References, live.Newest, live.Text));
        }

        return PlannedSteps.Of(steps);
    }

    // A registry answers its registration with that version, and leaves the newest as it is, except where its rules or metadata differ
    // from those that it would get; they aren't read here.
    private static LiveSchema? Older(SchemaSpec wanted, LiveSchema live) =>
        live.Former.LastOrDefault(version => version.Has(wanted.Type, wanted.Schema, wanted.References));

    private static List<Step> Gone(ResourceRequest request, LiveSchema live)
    {
        var (there, deleted) = (live.Versions?.There ?? [], live.Versions?.Deleted ?? []);
        List<Step> steps = [new DeleteSubject(request.On, live.Newest, there, live.Level)];
        if (request.IsPermanent)
        {
            steps.Add(new DeleteSubjectPermanently(request.On, [.. there.Concat(deleted).Order()]));
        }

        return steps;
    }
}
