using Portal.Core.Audit;
using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>What was done to a person, for the audit log.</summary>
internal static class PersonEvent
{
    public static AuditEvent Of(DateTimeOffset at, Actor by, string kind, string handle, string words) =>
        new()
        {
            At = at,
            Actor = by,
            Kind = kind,
            Subject = handle,
            Words = words,
        };
}
