"""Apps, passkeys and recovery codes; compulsory for hats that decide, audit or operate."""


def introduce() -> None:
    from people.second_factor import rotation

    rotation.introduce()
