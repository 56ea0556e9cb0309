namespace Portal.Tests.Acts;

/// <summary>Who may do an act, and how it is done.</summary>
/// <param name="Name">The service and its method.</param>
/// <param name="May">Handles of people who may; which roles may is in <see cref="ActRoles"/>.</param>
/// <param name="Prepare">What it is done to, made for whoever tries next.</param>
internal sealed record ActCell(string Name, string[] May, Func<ActWorld, Task<ActWorld.Act>> Prepare)
{
    /// <summary>What isn't one's own isn't there.</summary>
    public bool Hides { get; init; }

    /// <summary>Not by roles: whoever it isn't for stays refused whatever roles they have.</summary>
    public bool IsByPerson { get; init; }

    /// <summary>Refused as what is wrong in somebody's files, with the same words.</summary>
    public bool TellsPlaces { get; init; }

    /// <summary>Which roles may, in words of <see cref="Api.SingleRole"/>.</summary>
    public string Roles => ActRoles.May[Name];
}
