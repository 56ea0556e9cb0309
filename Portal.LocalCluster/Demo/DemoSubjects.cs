namespace Portal.LocalCluster.Demo;

/// <summary>Asks the portal for the demo's schemas as its people would.</summary>
internal sealed class DemoSubjects(DemoRequests requests, DemoChanges changes)
{
    /// <summary>Done when the subject is there, and its next version asked for.</summary>
    public async Task Have(DemoSchema schema, CancellationToken stop)
    {
        if (!await changes.Has(schema, stop))
        {
            var id = await Register(schema, schema.First, "create", "", "Part of the demo.", stop);
            await requests.Follow(id, schema.Topic, stop);
        }

        var title = $"Register a new version of {schema.Subject}";
        if (schema.Next is { } next && !await changes.IsKnown(schema.Topic, title, stop))
        {
            await Register(schema, next, "update", title, schema.Reason, stop);
        }
    }

    private Task<long> Register(
        DemoSchema schema,
        string text,
        string operation,
        string title,
        string reason,
        CancellationToken stop
    )
    {
        var spec = new { type = "AVRO", schema = text };
        return changes.Ask(schema.Topic, schema.Subject, operation, title, reason, spec, stop, kind: "schema");
    }
}
