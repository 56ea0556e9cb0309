using Portal.Core.Audit;
using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>An act on a person or a team, for the audit log.</summary>
/// <remarks><c>subject</c> is a handle, or a team's name.</remarks>
internal static class PersonEvent
{
    public static AuditEvent Of(DateTimeOffset at, Actor by, string kind, string subject, string words) =>
        new()
        {
            At = at,
            Actor = by,
            Kind = kind,
            Subject = subject,
            Words = words,
        };
}
