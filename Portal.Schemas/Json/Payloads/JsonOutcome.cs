using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>What one schema says of one value: its errors, and which parts of the value its keywords took ("annotations").</summary>
internal sealed class JsonOutcome
{
    // What is beyond them is wrong too, and isn't told.
    private const int MostErrors = 1_000;
    private List<PayloadError>? _errors;
    private HashSet<string>? _names;
    private HashSet<int>? _items;

    public IReadOnlyList<PayloadError> Errors => _errors ?? [];

    public bool IsValid => _errors is null;

    /// <summary>So many items from the first were taken.</summary>
    public int FirstItems { get; set; }

    /// <summary>No more errors are kept: nobody has to say what else is wrong.</summary>
    public bool IsFull => _errors?.Count >= MostErrors;

    public void Add(PayloadError error)
    {
        if (!IsFull)
        {
            (_errors ??= []).Add(error);
        }
    }

    public void Add(string path, JsonPart at, string rule, string message) => Add(new(path, at.Offset, rule, message));

    public void Take(string name) => (_names ??= new(StringComparer.Ordinal)).Add(name);

    public void Take(int item) => (_items ??= []).Add(item);

    public bool Took(string name) => _names?.Contains(name) == true;

    public bool Took(int item) => item < FirstItems || _items?.Contains(item) == true;

    /// <summary>Another schema's outcome for the same value counts too: its errors, or, where it is valid, what it took.</summary>
    public void Include(JsonOutcome other)
    {
        if (!other.IsValid)
        {
            Keep(other);
            return;
        }

        foreach (var name in other._names ?? [])
        {
            Take(name);
        }

        foreach (var item in other._items ?? [])
        {
            Take(item);
        }

        FirstItems = Math.Max(FirstItems, other.FirstItems);
    }

    /// <summary>The errors of a part; what was taken there is of another value.</summary>
    public void IncludePart(JsonOutcome part)
    {
        if (!part.IsValid)
        {
            Keep(part);
        }
    }

    private void Keep(JsonOutcome other)
    {
        foreach (var error in other.Errors.TakeWhile(_ => !IsFull))
        {
            Add(error);
        }
    }
}
