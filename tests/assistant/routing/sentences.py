"""Everyday sentences by the skill that should take them, and sentences that none should. Written after the templates, spread wide."""

TAKEN = {
    "calculator": """
how many ounces in a pound; what's two plus two; what is fifteen percent of eighty
convert ten miles to kilometers; what's the square root of nine
how many cups in a gallon; divide a hundred by seven; how many inches in a foot; what's nine times six; what's half of thirty
""",
    "chance": """
flip a coin; roll a dice; pick a number between one and ten; give me a random number
""",
    "clock": """
what time is it; what's the time; do you have the time; tell me the time; can you tell me what time it is; what time is it now please
what is the current time; the time please
what's the date; what's today's date; what day is it today; which day of the week is it; what date is it; what day is it
is it monday today; what is the date today; how late is it; how many days until christmas; what time is it in tokyo
what time is it in berlin; what date is next friday; what week is it
""",
    "alarm": """
set an alarm for seven; wake me up at six thirty; delete my alarm; snooze; set an alarm for six; wake me at seven; what alarms are on
when does my alarm ring; turn off all my alarms; wake me up every weekday at quarter past six
""",
    "reminder": """
remind me to call the dentist; remind me to buy stamps on saturday; what are my reminders; remind me at five that the train leaves
remind me in ten minutes
""",
    "timer": """
set a timer for five minutes; set a timer for 10 minutes; start a timer for half an hour; set a 20 minute timer; timer for 30 seconds
give me a ten minute timer; please set a timer for an hour
set an egg timer for six and a half minutes; start a pasta timer for 11 minutes; can you set a timer for forty five minutes
set a timer for 1 hour and 15 minutes; put on a timer for three minutes
i need a timer for twenty minutes; create a timer called laundry for fifty minutes; tell me in ten minutes; let me know in two hours
set another timer for 8 minutes; make a timer for ninety seconds
how much time is left on the timer; how long is left; how much time is left on the pasta timer; when will my timer go off
how much longer on the egg timer; check the timer; how much time do i have left
what timers are running; list my timers; how many timers do i have; do i have any timers; show me my timers; cancel the timer
stop the timer; cancel the pasta timer; delete the egg timer; turn off the timer
cancel all timers; cancel my timers; stop all the timers; delete all timers; pause the timer; pause the egg timer; resume the timer
continue the pasta timer; add five minutes to the timer
add two minutes to the egg timer; extend the timer by ten minutes; cancel the ten minute timer; uh set a timer for um five minutes
set timer five minutes; timer five minutes
""",
    "look": """
what do you see; what can you see; describe the room; what is on the table; what's on the desk; what's in front of you; look around
what is this; what's that; what is that on the left
what am i holding; what's in my hand; what colour is the cup; what color is the wall; what is the color of my shirt; is there a dog
is there anyone in the room; is anybody here; are there any people
is the cup red; is the chair next to the table; is there a laptop on the desk; do you see a cat; can you see a bottle
what is the cat doing; what is he wearing; what is the woman doing; who is there
what kind of animal is that; what fruit is this; are there more chairs than people; is it a dog or a cat; which cup is bigger
where are we; is this a kitchen; what's on the left; what is behind the sofa
is somebody at the door; what are those; is the laptop on the table; what does it look like; describe what you see; tell me what you see
hey what do you see right now; is the door open; what room is this
""",
    "find": """
where is my cup; where's the remote; where are my glasses; where are the scissors; find the laptop; find my phone; locate the red mug
point at the dog; show me where the cat is; where did i put my keys
where did i leave my bag; can you find the bottle; help me find my book; i can't find my phone; where is the chair; look for the ball
where's the banana; search for the keyboard; point to the left cup
""",
    "count": """
how many cups are there; how many people do you see; how many chairs are in the room; count the books; how many dogs can you see
how many bottles are on the table; count the people
how many apples do i have; how many of the cups are there; how many cars; count all the chairs; how many birds are there
what is the number of chairs
""",
    "weather": """
what's the weather like today; will it rain tomorrow; how hot is it outside; do i need an umbrella; is it going to snow this weekend
what's the forecast for friday; will it be windy tomorrow; what's the temperature in madrid; is it raining in oslo
how cold is it tonight; when does it get dark today; what will the weather be like in san francisco tomorrow evening
do i need an umbrella in london tomorrow; is it going to be hot this weekend; tomorrow's weather; i live in lisbon
""",
    "control": """
stop; cancel; never mind; be quiet; shut up; stop talking; repeat that; say that again; what did you say; help; what can you do
what can i say; open your eyes; close your eyes; turn off the camera
turn on the camera; stop listening; mute the microphone; hello there; good morning; are you there; stop it; forget it; once more
how do you work; what are you able to do
""",
}

LEFT = """
how humid is it
play some jazz; play the next song; what song is this; skip this track; put on the radio; play my workout playlist
who sings this; add this song to my favourites
what is the capital of france; who is the president of the united states; how tall is mount everest; how old is the universe
who wrote hamlet; when did world war two end; what is photosynthesis
how many miles is it to boston; how far away is the moon; how many calories are in a banana
how many countries are in europe
what is my bank balance; transfer fifty dollars to my savings; pay my electricity bill; what's my credit score; freeze my card
how much did i spend on groceries; when is my payment due; report fraud
book a flight to new york; reserve a table for two tonight; find me a hotel in rome; what's my flight status
how long is the drive to work; is there traffic on the highway; call me a taxi
call mom; send a text to john; read my emails; do i have any new messages; reply to sarah; schedule a meeting for three
what's on my calendar; cancel my two o'clock appointment; invite tom
turn on the lights; dim the living room lights; set the thermostat to twenty degrees; lock the front door; open the garage
start the vacuum; turn off the tv; close the blinds; is the heating on low power mode
tell me a joke; sing me a song; do you like me; are you a robot; who made you; how old are you; what's your name; do you love me
what is the meaning of life; where are you from; are you human
add milk to the shopping list; what's on my to do list; remove eggs from the list

how do you say hello in french; translate good night to spanish; what does ubiquitous mean; spell necessary; define entropy
what's another word for happy
what's in the news; what's the stock price of apple; how did the market do; did the lakers win; who won the game last night
what's the score; when do they play next
how do i make pancakes; what's a good recipe for chicken; can i substitute butter for oil; how long do i boil eggs
how long should i cook rice; what wine goes with fish
i'm bored; i had a long day; she said she would come later; yeah i know right; so then he told her that; i don't think so
that's what i thought; let's go out tonight; no way
what's the exchange rate for the euro; do i need a visa for china; what time does the pharmacy close; when is mother's day
how is the traffic; what's my insurance benefits
change my oil; how do i jump start a car; what should my tire pressure be; when is my next payday; how much vacation do i have left
roll over my pension; what's the interest rate
update your software; change your voice; speak french; what language do you speak; connect to wifi; change your name to bob
reset yourself to factory settings; what is the wifi password
what is my horoscope; tell me a fun fact
write me a poem; who is your favourite actor
water the plants at noon; feed the cat tomorrow; is my package here yet; track my order; order a large pizza; rent a car for saturday
what gas mileage do i get; print this document
""".replace("\n", ";")

HOUSEHOLD = {
    "lists": """
add milk to the shopping list; what's on my to do list; remove eggs from the list; add bread to the list
put toilet paper on the shopping list; we need more dog food; i need to buy two bottles of wine; we're out of eggs
add milk eggs and bread to the shopping list
could you add walk the dog to my to do list; please put bananas on my grocery list; is there milk on the shopping list
what do i still need to buy; read me the grocery list; how many things are on the to do list; clear my shopping list
empty the to do list; delete the party list
make a new list called birthday; start a packing list; check off bread; take sugar off the shopping list; i already bought the milk
move bread to the party list; rename the party list to summer party; which lists do we have; what does my shopping list say
""",
    "volume": """
volume up; turn it down a bit; set volume to forty percent; mute the sound; unmute; louder; quieter please; volume to 3
what's the volume; make it a lot louder; turn the volume all the way down; the music is too loud; full volume; how loud is the sound
""",
    "control": """
speak slower please; can you talk a bit faster; speak up; lower your voice; you are talking too fast; undo that; take that back
speak normally; help me with timers; what can i do with lists; yes; no; i can't hear you; don't shout
""",
    "system": """
how much battery do you have left; how hot is the cpu; how much memory is free; how much disk space is left
how long have you been running
what version are you; are you offline; which models are you running; are you running on the gpu; is this machine on a network; cpu usage
""",
}

LATER = {
    "clock": """
time please; what time do we have; can i get the time; what's the weekday; tell me what day today is; what's the current date
do you know the time; is today sunday; what's today
""",
    "timer": """
timer for an hour and a half; begin a timer for 45 seconds; start the pizza timer for 14 minutes; set a timer for one hour please
could you set an alarm timer for ten minutes; set a laundry timer for 1 hour 10 minutes; i need a five minute timer
how much time is left; what's left on the egg timer; how long is left on my tea timer; when does the tea timer end
delete my timer; clear all timers; stop my pizza timer; hold the timer; unpause the timer; add thirty seconds to the timer
add one more minute to the timer; which timers do i have; show my timers; alert me in 90 seconds; set a quarter of an hour timer
cancel both timers; make it a ten minute timer
""",
    "look": """
what's on the floor; is the cat on the sofa; what's under the table; is there a book next to the laptop; what color is that car
what's the color of the ball; is the chair blue; do you see my cat; can you see the clock; are there two dogs
what's the man holding; is the woman sitting; what do you see on the left; what's over there; what kind of car is that
is it a cup; who is that; what are these things; who's sitting on the sofa; is anything on the chair; look at this; take a look
what's around me; is the screen on; which chair is closer; what shape is the box; is that an apple or an orange; is there a person
anybody there
""",
    "find": """
where's the cat; where is that bottle; find my glasses; look for my wallet; point at the chair; where did i leave my phone
where are my shoes; show me the remote; where is the nearest chair; search for my keys; where can i find the cup; i lost my phone
locate the dog; find the person; where is everybody
""",
    "count": """
how many apples are on the table; count the bottles; how many people are here; how many chairs can you see
how many pens do i have; how many cats do you see; how many bananas are left; count all cups; how many people are in the picture
how many red balls are there
""",
    "control": """
stop stop; ok stop; please be quiet; could you repeat that; say it again; cancel it; never mind; good evening; who are you
what can i ask you; open your eyes please; shut your eyes; turn your camera off; please stop listening; thanks; bye
""",
}
"""Written when the templates had learned the others
94 of 103 went right, 13 of 107 were taken, before the templates learned from them."""

LEFT_LATER = """
what's the humidity; play the beatles; what's the tallest building
who painted the mona lisa; how do planes fly; how many people voted; how many hours did i work
what's my balance; send money to tom; book a taxi; is the flight delayed; call my sister; text bob i'm late; any new emails
what's my next meeting; turn the lights on; make it warmer; lock the door; tell a joke; are you alive; do you dream
what do you think of me
translate cat to french; how do you spell neighbour; define justice; who won the game; what's the news
how do i bake bread; can i freeze soup; what's the euro worth; is it a holiday on monday
where's the nearest pharmacy; where is tokyo; find me a plumber; find a recipe for soup
search the web for shoes; find out who called; point of sale; count me in; count on it; how many kids does he have
what colour is mars; what is gravity; what is the plan; what is your favourite colour; what is for dinner; is dinner ready
is the game on; is she okay; is that true; is this love; are we there yet; is anyone coming to the party; do you see the problem
i can't see the point; see you tomorrow; look it up; look who is talking; this looks great; the cup was cheap
he set the timer yesterday; we had no time; time to go; i don't have time; give me a minute; wait a second; one moment
in five minutes; ten minutes later; he stopped; they cancelled the show; stop the car; cancel the order; repeat after me
open the file; close the window; turn off the light; turn on the radio; start the car; pause the movie; resume playing
what about him; and then he left; the red one; my keys are here; i found my keys; there is a dog; what a day; what a mess
how nice; why is the sky blue; why not; when was it; who cares; whose turn is it; which team won; which way to the station
""".replace("\n", ";")


def taken() -> list[tuple[str, str]]:
    """(sentence, skill) pairs."""
    return [
        (text.strip(), skill)
        for book in (TAKEN, HOUSEHOLD, LATER)
        for skill, block in book.items()
        for text in block.replace("\n", ";").split(";")
        if text.strip()
    ]


def left() -> list[str]:
    return [text.strip() for text in (LEFT + LEFT_LATER).split(";") if text.strip()]
