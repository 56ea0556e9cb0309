using Portal.Kafka.Groups;
using Portal.Kafka.Messages;

namespace Portal.Engines.Kafka;

/// <summary>What the portal's user may not do to consumer groups, and what of it couldn't be known, in words. Pure.</summary>
/// <param name="seen">The groups that were looked at.</param>
/// <param name="anyName">What may be done to a group of any name; null: the brokers didn't report it.</param>
/// <param name="left">How many more it sees that weren't looked at.</param>
internal sealed class GroupPermissionWords(IReadOnlyCollection<GroupAllowance> seen, int? anyName, int left)
{
    // All that is needed. A group of a JAR's rehearsal that may not be deleted stays until Kafka forgets it, which harms nobody.
    private const AclOperation Needed = AclOperation.Describe;
    private const string Words = "show lag and members of consumer groups (Describe)";

    private readonly List<GroupAllowance> _reported = [.. seen.Where(group => group.Operations is not null)];

    public IEnumerable<string> Missing()
    {
        var without = _reported.FindAll(group => !IsAllowed(group.Operations!.Value));
        if (without.Count > 0)
        {
            yield return without.Count == _reported.Count
                ? $"{Words}: of any group it sees"
                : $"{Words}: of {without.Count} of {_reported.Count} groups, such as {without[0].Group}";
        }
        else if (anyName is { } any && !IsAllowed(any))
        {
            yield return _reported.Count == 0
                ? $"{Words}: of any group"
                : $"{Words}: of groups that it doesn't see or that are yet to come";
        }
    }

    public IEnumerable<string> Unknown()
    {
        if (_reported.Count == 0 && anyName is null)
        {
            yield return "what it may do to consumer groups: it sees none, and no broker reports it for a name that isn't used";
        }
        else if (anyName is null)
        {
            yield return "what it may do to consumer groups that it doesn't see: no broker reports it";
        }

        if (seen.Count > _reported.Count && _reported.Count > 0)
        {
            yield return $"what it may do to {seen.Count - _reported.Count} of {seen.Count} consumer groups: their brokers didn't report it";
        }

        if (left > 0)
        {
            yield return $"what it may do to {left} more consumer groups: the first {seen.Count} were looked at";
        }
    }

    private static bool IsAllowed(int operations) => AuthorizedOperations.Include(operations, Needed);
}
