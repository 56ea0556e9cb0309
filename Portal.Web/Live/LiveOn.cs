namespace Portal.Web.Live;

/// <summary>What a page lives on: when that has changed, the page opens again in place.</summary>
[Flags]
public enum LiveOn
{
    Nothing = 0,

    /// <summary>Requests, votes, runs: anything that moves a change.</summary>
    Changes = 1,

    /// <summary>Readings of the clusters.</summary>
    Health = 2,

    /// <summary>Readings of the clusters' Flinks.</summary>
    Jobs = 4,

    /// <summary>What else was seen of the clusters, such as ACLs, accounts, schemas and drift: when it differs, not each time it is read.</summary>
    Seen = 8,

    /// <summary>Every half minute, whatever is notified: for the age of a reading, and for what comes without a notice.</summary>
    Time = 16,
}
