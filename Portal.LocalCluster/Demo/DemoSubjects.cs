namespace Portal.LocalCluster.Demo;

/// <summary>Asks the portal for the demo's schemas as its people would.</summary>
internal sealed class DemoSubjects(DemoRequests requests, DemoChanges changes)
{
    /// <summary>Done when the subject is there, and its next version asked for.</summary>
    public async Task Have(DemoSchema schema, CancellationToken stop)
    {
        if (!await changes.Has(schema, stop))
        {
            var create = DemoRequest.Schema("create", schema.Subject, schema.First);
            var id = await changes.Ask(schema.Topic, [create], "", "Part of the demo.", stop);
            await requests.Follow(id, schema.Topic, stop);
        }

        var title = $"Register a new version of {schema.Subject}";
        if (schema.Next is { } next && !await changes.IsKnown(schema.Topic, title, stop))
        {
            var update = DemoRequest.Schema("update", schema.Subject, next);
            await changes.Ask(schema.Topic, [update], title, schema.Reason, stop);
        }
    }
}
