using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Security;

/// <summary>
/// The client of one connection: who it is, and what it may do. What was decided is kept until an access control entry changes, so that a
/// client that reads or writes the same topics all day costs one look-up each time.
/// </summary>
/// <param name="signIn">Null where nobody signs in.</param>
/// <param name="host">Its address, as entries name it.</param>
public sealed class ClientSession(Authoriser authoriser, SignInDialogue? signIn, string host)
{
    // A client that asks about ever new names is decided anew, not kept in memory.
    private const int MostDecisions = 10_000;

    private readonly Dictionary<ResourceOperation, bool> _decisions = [];
    private AclSet? _decidedFrom;
    private string? _principal;
    private bool _isSuperUser;

    public string Host => host;

    /// <summary>Null where nobody signs in.</summary>
    public SignInDialogue? SignIn => signIn;

    /// <summary>Its name, as client quotas name it.</summary>
    public string User => signIn is null ? Principal.AnonymousUser : signIn.User ?? "";

    /// <summary>How long no more is to be read of it: it was faster than its quota. Its client has been told.</summary>
    public TimeSpan Silence { get; private set; }

    /// <summary>The partition that it was given records of last, under a quota; null: of none yet.</summary>
    public FetchedPartition? LastFetched { get; set; }

    public void Throttle(TimeSpan silence) => Silence = silence;

    public bool May(AclOperation operation, AclResourceType type, string name)
    {
        Recognise();
        if (_isSuperUser)
        {
            return true;
        }

        var entries = authoriser.Entries;
        if (_decidedFrom != entries || _decisions.Count >= MostDecisions)
        {
            _decisions.Clear();
            _decidedFrom = entries;
        }

        var asked = new ResourceOperation(operation, type, name);
        if (!_decisions.TryGetValue(asked, out var allowed))
        {
            allowed = AclDecision.Allows(entries, _principal!, host, asked);
            _decisions.Add(asked, allowed);
        }

        return allowed;
    }

    /// <summary>Whether it may do so with at least one resource of the type.</summary>
    public bool MaySome(AclOperation operation, AclResourceType type)
    {
        Recognise();
        return _isSuperUser || AclDecision.AllowsSome(authoriser.Entries, _principal!, host, operation, type);
    }

    // Who it is stands once it has signed in, and no request that asks for rights is answered before.
    private void Recognise()
    {
        if (_principal is null)
        {
            _principal = signIn is null
                ? Principal.Anonymous
                : Principal.Of(signIn.User ?? throw new InvalidOperationException("Nobody has signed in yet."));
            _isSuperUser = authoriser.IsSuperUser(_principal);
        }
    }
}
